DROP TABLE broadcast_plans;
