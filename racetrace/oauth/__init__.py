"""Those who know somebody elsewhere, Google and its like and GitHub: asked over the network."""
