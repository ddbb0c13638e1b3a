"""Where it hurts: painting symptom areas, before needling from Check-in and after it from After."""
