#!/bin/sh
# What OpenSSH's client asks for passwords when nobody is there to type: it gives the secret that the test put into LAB_SECRET.
printf '%s\n' "$LAB_SECRET"
