"""Tests of the SCORM library."""
