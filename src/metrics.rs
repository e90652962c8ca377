//! What the service counts of itself, for Prometheus.
