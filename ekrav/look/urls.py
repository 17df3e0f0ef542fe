"""The style pages, for `path("look/", include("ekrav.look.urls"))` in a demo world."""

from django.urls import path

from ekrav.look import views

urlpatterns = [
    path("", views.gallery, name="look"),
    path("<slug:face>/", views.gallery, name="look_face"),
]
