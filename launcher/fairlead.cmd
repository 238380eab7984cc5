@echo off
rem Starts Fairlead: finds a Java of 17 or later, builds the project if it was never built, and runs the command.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"

set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
set "VERSION="
rem The call keeps cmd /c from taking the first and the last quote away.
for /f "tokens=3" %%v in ('call "%JAVA%" -version 2^>^&1 ^| findstr /i /c:" version "') do if not defined VERSION set "VERSION=%%~v"
if not defined VERSION (
    echo Fairlead needs Java 17 or later, and there is none: install one, or set JAVA_HOME. 1>&2
    exit /b 6
)
for /f "tokens=1 delims=.-+" %%v in ("%VERSION%") do set "MAJOR=%%v"
if %MAJOR% LSS 17 (
    echo Fairlead needs Java 17 or later, and "%JAVA%" is %VERSION%: set JAVA_HOME. 1>&2
    exit /b 6
)

rem Installed, the program lies beside this script; in the project, where the build puts it.
set "DIST=%HERE%."
if not exist "%DIST%\lib\launcher.jar" set "DIST=%HERE%target\dist"
rem The release is what the build makes last.
if not exist "%DIST%\factory\release.json" (
    where mvn >nul 2>nul
    if errorlevel 1 (
        echo Fairlead was never built, and there is no Maven, mvn, on the PATH to build it: install Maven. 1>&2
        exit /b 7
    )
    echo Building Fairlead, once: this takes a minute or two. 1>&2
    pushd "%HERE%.."
    call mvn -B -q -DskipTests package 1>&2
    if errorlevel 1 (
        popd
        echo The build failed; what Maven says stands above. 1>&2
        exit /b 7
    )
    popd
)

set "OPTIONS=command"
if "%~1"=="agent" set "OPTIONS=agent"
if "%~1"=="platform" if not "%~2"=="approve" set "OPTIONS=platform"
if "%~1"=="demo-company" set "OPTIONS=demo-company"

"%JAVA%" "@%DIST%\lib\%OPTIONS%.options" "-Dfairlead.command=%~0" %FAIRLEAD_JAVA_OPTS% -jar "%DIST%\lib\launcher.jar" %*
exit /b %ERRORLEVEL%
