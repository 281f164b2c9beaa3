"""Intervals of the account and device checks of Điều 16 and 17, which the regulation leaves to the ward."""

PASSWORD_DAYS = 90
"""A password is to be changed at least this often (16.2; ward)."""
DEVICE_CHECK_DAYS = 30
"""A device is to be checked at least this often (17.2; ward)."""
