"""The learning service of EU-Belong. Nothing is imported here, so that `import lms.pyscorm` loads no framework."""
