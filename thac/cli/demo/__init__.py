"""`thac demo`: a province with its real communes, two example directives, and a scripted afternoon."""
