//! The environment, read once into [`Config`]; a bad value stops start-up.
