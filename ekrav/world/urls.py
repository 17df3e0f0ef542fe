"""The demo world's own page."""

from django.urls import path

from ekrav.world.views import time_machine

app_name = "world"

urlpatterns = [path("tidsmaskin/", time_machine, name="time")]
