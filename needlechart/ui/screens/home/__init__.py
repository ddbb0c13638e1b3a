"""Home: find a patient, finish what is open, ask about soreness."""
