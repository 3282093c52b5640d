"""What happens: the desk reads the plan and the journal, decides, and acts."""
