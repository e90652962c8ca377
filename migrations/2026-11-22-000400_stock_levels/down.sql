DROP TABLE none_reports;
DROP TABLE stock_levels;
