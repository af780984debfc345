"""Runs Rally on several nodes: files for Docker, and scripts/cluster, which needs none."""
