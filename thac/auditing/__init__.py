"""The audit as the whole program sees it: on a schedule, beside the work, as a bundle that others verify."""
