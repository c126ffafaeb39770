"""What is wrong, or looks wrong, in the data of a project; :func:`planner.quality.report.examine` begins."""
