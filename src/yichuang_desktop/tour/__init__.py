"""The guided tour: the program drives its own real window through the main job and keeps what it sees."""
