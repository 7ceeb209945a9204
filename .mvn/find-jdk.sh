# shellcheck shell=sh
# Finds a JDK 25 or newer; sourced by mvnw and serve, so that nothing has to be exported.
#
#   find_jdk    prints the home of a JDK that fits; with none, one sentence on stderr and status 1. With find_jdk_runtime set to
#               something, a Java without a compiler is enough
#
# In this order: JAVA_HOME; java on the PATH; JAVA*_HOME and JAVA_HOME_*, as set-up actions export them; then the oldest that fits in
# the folders where Linux, macOS, SDKMAN, mise, IntelliJ and Homebrew keep JDKs. FIND_JDK_ROOT stands in front of those
# folders in test-find-jdk.sh and nowhere else.

find_jdk_oldest=25

# Sets _feature to the feature release (17, 25, ...) of the JDK in $1; fails when there is none. A runtime without javac is not one,
# unless it is enough. Starts no process where there is a release file: each costs a start a millisecond or two.
jdk_feature() {
    [ -x "$1/bin/java" ] && { [ -n "${find_jdk_runtime:-}" ] || [ -x "$1/bin/javac" ]; } || return 1
    _version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r _key _value; do
            if [ "$_key" = JAVA_VERSION ]; then _version=${_value#\"}; fi
        done <"$1/release"
        _version=${_version%%\"*}
    fi
    if [ -z "$_version" ]; then
        _version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/^[^"]* version "\([^"]*\)".*/\1/p')
    fi
    _version=${_version#1.}
    _version=${_version%%[!0-9]*}
    _feature=$_version
    [ -n "$_feature" ]
}

jdk_fits() {
    jdk_feature "$1" && [ "$_feature" -ge "$find_jdk_oldest" ]
}

# The home of the java on the PATH; macOS's /usr/bin/java is a launcher, and is asked where it leads.
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
    if [ ! -x "$_home/bin/javac" ] && [ ! -r "$_home/release" ]; then
        _home=$(java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p')
    fi
    [ -n "$_home" ] && echo "$_home"
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
        echo "$JAVA_HOME"
        return 0
    fi
    if _found=$(jdk_of_path) && jdk_fits "$_found"; then
        echo "$_found"
        return 0
    fi
    for _name in $(env | sed -n 's/^\(JAVA[A-Z0-9_]*HOME[A-Z0-9_]*\)=.*/\1/p' | sort); do
        eval "_found=\${$_name:-}"
        if jdk_fits "$_found"; then
            echo "$_found"
            return 0
        fi
    done

    _root=${FIND_JDK_ROOT:-}
    _best=
    _best_feature=
    for _found in \
        "$_root"/usr/lib/jvm/* \
        "$_root"/usr/lib64/jvm/* \
        "$_root"/usr/java/* \
        "$_root"/usr/local/java/* \
        "$_root"/opt/*jdk* \
        "$_root"/opt/java/* \
        "$_root${HOME:-}"/.sdkman/candidates/java/* \
        "$_root${HOME:-}"/.local/share/mise/installs/java/* \
        "$_root${HOME:-}"/.jdks/* \
        "$_root${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$_root"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$_root"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$_root"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if jdk_fits "$_found" && { [ -z "$_best" ] || [ "$_feature" -lt "$_best_feature" ]; }; then
            _best=$_found
            _best_feature=$_feature
        fi
    done
    if [ -n "$_best" ]; then
        echo "$_best"
        return 0
    fi
    echo "Serve needs JDK $find_jdk_oldest or newer and found none: install one (https://adoptium.net has it for" \
        "every system) or point JAVA_HOME to it." >&2
    return 1
}
