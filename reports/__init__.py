"""Periodic reports (clause 20.2): a content model built from the indicators, and writers for each file format."""
