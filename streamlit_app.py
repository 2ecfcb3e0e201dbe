"""The entry: `streamlit run streamlit_app.py` starts dashboard, live pages, socket and webhooks."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from screens.lifespan import lifespan
from screens.routes import routes
from studio.running import current

# Streamlit takes a folder named pages/ beside the script for a list of pages, until the script names its own:
# the first visitor of /script after a start would get a bare page under a list of file names.
PagesManager.uses_pages_directory = False

app = st.App("screens/dashboard.py", routes=routes(current), lifespan=lifespan)
