"""The entry: `streamlit run streamlit_app.py` starts dashboard, live pages, socket and webhooks."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from screens.headers import SafeHeaders
from screens.lifespan import serving
from screens.routes import routes
from studio.running import current

app = st.App(
    "screens/dashboard.py",
    routes=routes(current),
    lifespan=serving("dashboard"),
    middleware=[Middleware(SafeHeaders)],
)
