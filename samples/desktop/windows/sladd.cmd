@echo off
rem UNTESTED: nobody has run this on Windows yet. See sladd.ps1 beside it.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0sladd.ps1" %*
