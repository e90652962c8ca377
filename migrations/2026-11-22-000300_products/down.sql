DROP TABLE lookalikes;
DROP TABLE product_names;
DROP TABLE products;
