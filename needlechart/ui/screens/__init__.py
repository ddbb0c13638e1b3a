"""The screens of the window: one folder or file each."""
