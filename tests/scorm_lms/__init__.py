"""A platform for tests: plays packages in a browser on an independent SCORM runtime and judges every call."""
