DROP TABLE phone_changes;
DROP TABLE staff_facilities;
DROP TABLE staff;
