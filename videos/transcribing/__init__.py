"""Speech to text: a backend that is off until ``VIDEOS["TRANSCRIBER"]`` names one."""
