# shellcheck shell=sh
# Finds a JDK 25 or newer. Sourced by mvnw and serve; nothing has to be exported.
#
#   find_jdk          prints the home of the first one found, or says in one sentence what is missing and returns 1
#
# Looked at in this order: JAVA_HOME, java on the PATH, JAVA*_HOME (as set-up actions export them), and the folders
# where Linux, macOS, SDKMAN and IntelliJ keep JDKs. FIND_JDK_ROOT is put in front of those folders by the test.

SERVE_JDK_MIN=25

# The feature release of the JDK in $1 (17, 25, ...); nothing if there is none. Needs javac: a JRE cannot build.
jdk_feature() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    _version=
    if [ -r "$1/release" ]; then
        _version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([^"]*\)"\{0,1\}[[:space:]]*$/\1/p' "$1/release" | head -n 1)
    fi
    if [ -z "$_version" ]; then
        _version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/^[^"]* version "\([^"]*\)".*/\1/p' | head -n 1)
    fi
    _version=${_version#1.}
    _version=${_version%%[!0-9]*}
    [ -n "$_version" ] && echo "$_version"
}

jdk_fits() {
    _feature=$(jdk_feature "$1") && [ "$_feature" -ge "$SERVE_JDK_MIN" ]
}

# The home of the java on the PATH, through symbolic links and through macOS's launcher.
jdk_of_path() {
    _java=$(command -v java 2>/dev/null) || return 1
    _hops=0
    while [ -L "$_java" ] && [ "$_hops" -lt 20 ]; do
        _target=$(readlink "$_java")
        case $_target in
            /*) _java=$_target ;;
            *) _java=${_java%/*}/$_target ;;
        esac
        _hops=$((_hops + 1))
    done
    _home=$(cd "${_java%/*}/.." 2>/dev/null && pwd -P) || return 1
    if [ ! -x "$_home/bin/javac" ]; then
        _home=$(java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p')
    fi
    [ -n "$_home" ] && echo "$_home"
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
        echo "$JAVA_HOME"
        return 0
    fi
    if _candidate=$(jdk_of_path) && jdk_fits "$_candidate"; then
        echo "$_candidate"
        return 0
    fi
    for _name in $(env | sed -n 's/^\(JAVA[A-Za-z0-9_]*_HOME\)=.*/\1/p' | sort); do
        [ "$_name" = JAVA_HOME ] && continue
        eval "_candidate=\${$_name:-}"
        if jdk_fits "$_candidate"; then
            echo "$_candidate"
            return 0
        fi
    done
    _root=${FIND_JDK_ROOT:-}
    for _candidate in \
        "$_root"/usr/lib/jvm/* \
        "$_root"/usr/lib64/jvm/* \
        "$_root"/usr/java/* \
        "$_root"/usr/local/java/* \
        "$_root"/opt/*jdk* \
        "$_root"/opt/java/* \
        "$_root${HOME:-}"/.sdkman/candidates/java/* \
        "$_root${HOME:-}"/.jdks/* \
        "$_root${HOME:-}"/.local/share/mise/installs/java/* \
        "$_root${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$_root"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$_root"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$_root"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if jdk_fits "$_candidate"; then
            echo "$_candidate"
            return 0
        fi
    done
    echo "Serve needs JDK $SERVE_JDK_MIN or newer and found none: install one (for example from https://adoptium.net)" \
        "or set JAVA_HOME to it." >&2
    return 1
}
