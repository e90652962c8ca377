DROP TABLE menu_versions;
DROP TABLE session_records;
