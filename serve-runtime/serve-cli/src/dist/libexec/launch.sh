# shellcheck shell=sh
# What bin/serve of a distribution and ./serve of a checkout have in common; sourced by them, behind find-jdk.sh.
#
#   launch DIST HOME SCRIPT ARGUMENT...
#
# DIST has lib/ and, with a Java of its own, runtime/; HOME has samples/; SCRIPT is what is called again for a server in the
# background. Becomes the process of the command.

# set_locale DIST DIRECTORY [ARGUMENT]...: sets that by which Java reads these and all other names of files. By that of C, which no
# locale is, too, as under systemd, it reads ASCII alone. One that the system does not have is that of C as well: to know it takes a
# process, so it is looked for only where one of these names needs it.
set_locale() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in C | POSIX) read_utf_8 ;; esac
    case $* in
        *[!\ -~]*) ;;
        *) return 0 ;;
    esac
    charmap=$(locale charmap 2>/dev/null) || return 0
    if [ "$charmap" = ANSI_X3.4-1968 ]; then
        read_utf_8
        charmap=$(locale charmap 2>/dev/null)
    fi
    # On macOS, where they have other names, Java reads UTF-8 whatever is set.
    case $charmap in
        ANSI_X3.4-1968 | UTF-8) command -v iconv >/dev/null || return 0 ;;
        *) return 0 ;;
    esac
    for directory in "$1" "$2"; do
        printf %s "$directory" | iconv -f "$charmap" -t UTF-8 >/dev/null 2>&1 || {
            echo "Java cannot read the name of the directory $directory (expected: $charmap, as LC_ALL, LC_CTYPE or LANG says)." >&2
            exit 1
        }
    done
}

# By all categories: one that the system does not have makes Java take all of them from C.
read_utf_8() {
    LC_ALL=C.UTF-8
    export LC_ALL
}

# Sets jar, and classpath: it, and the jars in lib/ beside FILE, which is the first word behind the command that is no option. Sets
# speaks: what FILE, or its profiles, or the options have a word of that takes many more classes. Behind a comment it is a word, too.
set_classpath() {
    for jar in "$dist"/lib/serve-*.jar; do :; done
    classpath=$jar
    file=
    words=$*
    [ $# -eq 0 ] || shift
    while [ $# -gt 0 ]; do
        case $1 in
            --profile | --set | --against | --pid | --timeout) shift ;;
            -*) ;;
            *) file=$1; break ;;
        esac
        [ $# -eq 0 ] || shift
    done
    if [ -z "$file" ]; then
        if [ -f serve.yaml ]; then file=serve.yaml; else file=$home/samples/echo/serve.yaml; fi
    fi
    case $file in
        */*) libraries=${file%/*}/lib ;;
        *) libraries=lib ;;
    esac
    [ ! -d "$libraries" ] || classpath=$classpath:$libraries/*
    # A pipe can be read but once, and not here.
    [ ! -f "$file" ] || words="$words $(cat "$file" "${file%.*}"-*.yaml 2>/dev/null)" || true
    # Signed jars with long manifests, which every look at the class path would read.
    case $words in *run/certs*) classpath=$classpath:$dist/lib/certificates/* ;; esac
    speaks=
    case $words in *application*) speaks=-app ;; esac
    case $words in *tls*) speaks=$speaks-tls ;; esac
    case $words in *grpc*) speaks=$speaks-grpc ;; esac
}

# Sets cache: the file for loaded classes (JEP 514) of this Java, these jars and what FILE speaks, which is beside them, or in the
# user's own place where they may not be written. Nothing where neither can be. One that has more is as good, once it is there: of
# what nobody speaks it costs memory, and no time.
set_cache() {
    version=${jar##*/serve-}
    version=${version%.jar}
    java=unknown
    if [ -r "$JAVA_HOME/release" ]; then
        while IFS='=' read -r key value; do
            case $key in
                JAVA_RUNTIME_VERSION) java=${value#\"} ;;
                # One that jlink has made tells nothing else.
                JAVA_VERSION) [ "$java" != unknown ] || java=${value#\"} ;;
            esac
        done <"$JAVA_HOME/release"
        java=${java%\"}
    fi
    name=serve-$version-java-$java$speaks.aot
    cache=$dist/cache/$name
    if [ ! -e "$cache" ] && ! more_than "$cache" && ! { mkdir -p "$dist/cache" && [ -w "$dist/cache" ]; } 2>/dev/null; then
        # As systemd (CacheDirectory=) and the XDG directories have it; another distribution must not find it.
        own=${CACHE_DIRECTORY:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/serve}
        own=$own/$(printf %s "$dist" | cksum | tr ' ' -)
        if mkdir -p "$own" 2>/dev/null && [ -w "$own" ]; then
            cache=$own/$name
            [ -e "$cache" ] || more_than "$cache" || true
        else
            cache=
        fi
    fi
}

# more_than CACHE: whether there is one with all of that, and more; sets cache to it.
more_than() {
    base=${1%"$speaks".aot}
    for more in "$base"*.aot; do
        [ -s "$more" ] || continue
        fits=
        # Not that of a Java whose version is longer.
        case ${more#"$base"} in .aot | -app* | -tls* | -grpc*) fits=yes ;; esac
        separators=$IFS
        IFS=-
        for word in $speaks; do
            case ${more#"$base"} in *"$word"*) ;; *) fits= ;; esac
        done
        IFS=$separators
        if [ -n "$fits" ]; then
            cache=$more
            return 0
        fi
    done
    return 1
}

# run_java ARGUMENT...: with the options that every JVM of ours has. The compilers wait twice as long as they would: what a start runs
# more often than the threshold was half its CPU to compile. The cache is mapped where it was made for, not moved and patched at each
# start. What protobuf does with Unsafe, the JVM would warn of in four lines.
run_java() {
    # Renegotiation by a client (TLS 1.2) is refused by our listeners; this refuses it in every other TLS server of the process.
    exec "$JAVA_HOME/bin/java" -XX:+UseCompactObjectHeaders -XX:CompileThresholdScaling=2 \
        -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow \
        -Djdk.tls.rejectClientInitiatedRenegotiation=true \
        -Ddev.serve.home="$home" -Ddev.serve.launcher="$script" -Ddev.serve.terminal="$terminal" "$@"
}

# prepare ARGUMENT...: makes the cache. Other jars than ours are not in it: it fits all that stand behind them.
prepare() {
    run_java -cp "$jar:$dist/lib/certificates/*" dev.serve.cli.Main aot --output "$cache" --speaks "$speaks" "$@"
}

launch() {
    dist=$1 home=$2 script=$3
    shift 3
    if [ -x "$dist/runtime/bin/java" ]; then
        JAVA_HOME=$dist/runtime
    else
        # shellcheck disable=SC2034  # read by find_jdk
        find_jdk_runtime=enough
        JAVA_HOME=$(find_jdk)
    fi
    export JAVA_HOME
    set_locale "$dist" "$PWD" "$@"
    # Colours and lines that are written over are for a terminal alone; Java cannot tell of each stream.
    terminal=
    if [ -t 1 ]; then terminal=out; fi
    if [ -t 2 ]; then terminal="$terminal err"; fi
    set_classpath "$@"
    set_cache
    case ${1:-} in
        run | start | restart)
            # An empty file says that it cannot be made here; a command that would not serve has none made, and says why itself.
            if [ -n "$cache" ] && [ ! -e "$cache" ]; then
                (prepare --ahead-of "$@" >&2) || true
            fi
            quick=
            ;;
        aot)
            shift
            [ -n "$cache" ] || { echo "Neither $dist nor a cache directory of yours can be written." >&2; exit 1; }
            # That of FILE, and not one that has more.
            cache=${cache%/*}/$name
            prepare "$@"
            ;;
        *)
            # It ends before the second compiler would pay; any cache will do.
            quick=-XX:TieredStopAtLevel=1
            if [ -n "$cache" ] && [ ! -s "$cache" ]; then
                cache=${cache%"$speaks".aot}.aot
                speaks=
                more_than "$cache" || true
            fi
            ;;
    esac
    run_java ${quick:+"$quick"} ${cache:+"-XX:AOTCache=$cache"} -Xlog:aot=off -Xlog:cds=off -cp "$classpath" dev.serve.cli.Main "$@"
}
