# UNTESTED: nobody has run this on Windows yet. sladd runs in WSL there (a Debian with sladd's package installed).
#
# "Send to" for photos and folders. Put this folder where it may stay, press Win+R, open shell:sendto, and put a shortcut
# to sladd.cmd there, named "Sanitise photos". Then: right button on photos, Send to, Sanitise photos.
# Where sladd's package puts it inside WSL:
$desktop = '/usr/share/sladd/desktop/sladd-desktop'

Add-Type -AssemblyName System.Windows.Forms
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$language = (Get-Culture).TwoLetterISOLanguageName
$paths = @($args | ForEach-Object { & wsl.exe --exec wslpath -a -u $_ })
if ($paths.Count -eq 0) { exit 2 }
$result = & wsl.exe --exec env "LANGUAGE=$language" LC_ALL=C.UTF-8 SLADD_DIALOG=terminal $desktop @paths 2>&1 | Out-String
$status = $LASTEXITCODE
$icon = if ($status -eq 0) { 'Information' } elseif ($status -eq 1) { 'Warning' } else { 'Error' }
[void][System.Windows.Forms.MessageBox]::Show($result, 'sladd', 'OK', $icon)
exit $status
