@echo off
rem Starts Sluice on Windows. In a source tree it first builds what is missing or older than the sources; in a distribution
rem it only runs. "sluice test" runs all tests; every other word goes to the program. SLUICE_JAVA_OPTS adds options for the JVM.
setlocal EnableExtensions DisableDelayedExpansion
set "needed=25"
set "jvm_options=-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms64m -Xmn24m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:+ExitOnOutOfMemoryError --sun-misc-unsafe-memory-access=allow"
set "root=%~dp0"
set "root=%root:~0,-1%"
set "jdk="
set "source="
if not exist "%root%\lib\" set "source=yes"

if defined JAVA_HOME call :try "%JAVA_HOME%"
for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :try "%%~dp$PATH:j.."
for %%v in ("Eclipse Adoptium" Java Microsoft Zulu "Amazon Corretto" BellSoft OpenJDK) do (
    for /d %%d in ("%ProgramFiles%\%%~v\*") do call :try "%%d"
)
for /d %%d in ("%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*") do call :try "%%d"
for /d %%d in ("%USERPROFILE%\scoop\apps\*jdk*") do call :try "%%d\current"
if not defined jdk (
    echo sluice: needs a JDK %needed% or newer and found none; install one, for example from https://adoptium.net, or set JAVA_HOME to it>&2
    exit /b 2
)

set "home=%root%"
if "%~1"=="test" goto test
if defined source (
    call :build || exit /b 2
)
for %%j in ("%home%\lib\sluice-gateway-*.jar") do set "jar=%%~fj"
"%jdk%\bin\java.exe" %jvm_options% %SLUICE_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%

:test
if not defined source (
    echo sluice: the tests are in the source tree; this is a distribution of it>&2
    exit /b 3
)
call :maven verify %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%

rem Takes folder %1 as the JDK when it is new enough. Its release file tells.
:try
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f tokens^=2^ delims^=^=.+-^" %%m in ('findstr /b "JAVA_VERSION=" "%~1\release"') do if %%m GEQ %needed% set "jdk=%~f1"
exit /b 0

rem Builds when there is no distribution or a source file is newer than its archive; sets home to it.
:build
for /f "tokens=3 delims=<>" %%v in ('findstr /r /c:"^  <version>" "%root%\pom.xml"') do set "name=sluice-%%v"
set "home=%root%\gateway\target\%name%"
set "archive=%root%\gateway\target\%name%.zip"
powershell -NoProfile -Command "$a = Get-Item -ErrorAction SilentlyContinue $env:archive; if (-not $a) { exit 1 }; $new = Get-ChildItem -Recurse -File \"$env:root\pom.xml\", \"$env:root\*\pom.xml\", \"$env:root\*\src\main\", \"$env:root\gateway\src\dist\" | Where-Object LastWriteTime -gt $a.LastWriteTime; if ($new) { exit 1 }"
if not errorlevel 1 exit /b 0
echo sluice: building from source; the first time Maven also fetches the libraries>&2
call :maven package -q -pl gateway -am -Dmaven.test.skip=true -Dspotless.check.skip=true
exit /b %ERRORLEVEL%

:maven
setlocal
set "JAVA_HOME=%jdk%"
set "mvn=%root%\mvnw.cmd"
where /q mvn.cmd && set "mvn=mvn.cmd"
pushd "%root%"
call "%mvn%" -B -ntp %*
set "code=%ERRORLEVEL%"
popd
exit /b %code%
