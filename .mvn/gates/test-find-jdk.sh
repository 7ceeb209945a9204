#!/bin/sh
# Tests .mvn/find-jdk.sh and mvnw on made-up machines: folders of JDKs, variables, and a PATH of our own.
set -eu

checkout=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# jdk HOME VERSION: a JDK whose release file tells its version.
jdk() {
    runtime "$1" "$2"
    cp "$1/bin/java" "$1/bin/javac"
    printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\nJAVA_VERSION_DATE="2026-01-01"\n' "$2" >"$1/release"
}

# runtime HOME VERSION: a java that tells its version itself, without a compiler.
runtime() {
    mkdir -p "$1/bin"
    cat >"$1/bin/java" <<JAVA
#!/bin/sh
case "\$*" in
    *showSettings*) echo "    java.home = $1" >&2 ;;
esac
echo 'openjdk version "$2" 2026-01-01' >&2
JAVA
    chmod +x "$1/bin/java"
}

# machine: an empty one, with the few tools that the scripts use on its PATH and no Java.
machine() {
    rm -rf "$work/machine"
    root=$work/machine
    home=/home/someone
    mkdir -p "$root/bin" "$root$home"
    for tool in sh sed env sort readlink dirname cat; do
        ln -s "$(command -v "$tool")" "$root/bin/$tool"
    done
}

# find_here [NAME=VALUE]...: what find_jdk says on that machine.
find_here() {
    # shellcheck disable=SC2016
    env -i PATH="$root/bin" HOME="$home" FIND_JDK_ROOT="$root" "$@" \
        sh -euc '. "$0"; find_jdk' "$checkout/.mvn/find-jdk.sh"
}

# What mvnw does on that machine.
maven_here() {
    env -i PATH="$root/bin" HOME="$home" FIND_JDK_ROOT="$root" sh "$checkout/mvnw" -v
}

# finds NAME EXPECTED [NAME=VALUE]...
finds() {
    name=$1
    expected=$2
    shift 2
    actual=$(find_here "$@" 2>&1) || actual="status $?: $actual"
    check "$name" "$expected" "$actual"
}

# fails_with_one_sentence NAME WORDS COMMAND...
fails_with_one_sentence() {
    name=$1
    words=$2
    shift 2
    status=0
    "$@" >"$work/out" 2>"$work/err" || status=$?
    lines=$(sed -n '$=' "$work/err")
    case $(cat "$work/err") in
        *"$words"*) said=yes ;;
        *) said=no ;;
    esac
    check "$name" "status 1, 1 line, said: yes, on stdout: " \
        "status $status, ${lines:-0} line, said: $said, on stdout: $(cat "$work/out")"
}

check() {
    if [ "$2" = "$3" ]; then
        echo "ok      $1"
    else
        echo "FAILED  $1"
        echo "        expected: $2"
        echo "        actual:   $3"
        failures=$((failures + 1))
    fi
}

none="Serve needs JDK 25 or newer and found none"

machine
fails_with_one_sentence "no Java at all" "$none" find_here
fails_with_one_sentence "mvnw without Java" "$none" maven_here

machine
jdk "$root/usr/lib/jvm/java-17-openjdk" 17.0.15
runtime "$root/usr/lib/jvm/jre-25" 25.0.1
jdk "$root/usr/lib/jvm/java-8" 1.8.0_442
fails_with_one_sentence "only older JDKs, and a runtime without javac" "$none" find_here
fails_with_one_sentence "JAVA_HOME that leads nowhere" "$none" find_here JAVA_HOME=/nowhere
finds "a runtime without javac, where that is enough" "$root/usr/lib/jvm/jre-25" find_jdk_runtime=enough
finds "one that JAVA_HOME names, where that is enough" "$root/usr/lib/jvm/jre-25" \
    find_jdk_runtime=enough JAVA_HOME="$root/usr/lib/jvm/jre-25"
fails_with_one_sentence "an older runtime, where one is enough" "$none" \
    find_here find_jdk_runtime=enough FIND_JDK_ROOT=/nowhere JAVA_HOME="$root/usr/lib/jvm/java-17-openjdk"

jdk "$root/usr/lib/jvm/temurin-25" 25.0.1
ln -s "$root/usr/lib/jvm/java-17-openjdk/bin/java" "$root/bin/java"
finds "Java 17 on the PATH and in JAVA_HOME, 25 in a folder" "$root/usr/lib/jvm/temurin-25" \
    JAVA_HOME="$root/usr/lib/jvm/java-17-openjdk"
jdk "$root/usr/lib/jvm/a-26" 26-ea
finds "the oldest that fits, of several in the folders" "$root/usr/lib/jvm/temurin-25"
finds "JAVA_HOME goes before the folders" "$root/usr/lib/jvm/a-26" JAVA_HOME="$root/usr/lib/jvm/a-26"

machine
jdk "$root/jdks/with spaces/25" 25
finds "JAVA25_HOME" "$root/jdks/with spaces/25" JAVA25_HOME="$root/jdks/with spaces/25" JAVA17_HOME=/nowhere
finds "JAVA_HOME_25_X64" "$root/jdks/with spaces/25" JAVA_HOME_25_X64="$root/jdks/with spaces/25"
ln -s "$root/jdks/with spaces/25/bin/java" "$root/bin/java"
finds "java on the PATH, through a link" "$root/jdks/with spaces/25"

machine
runtime "$root/bin-of-launcher" 25.0.1
jdk "$root/real" 25.0.1
sed "s|$root/bin-of-launcher|$root/real|" "$root/bin-of-launcher/bin/java" >"$root/bin/java"
chmod +x "$root/bin/java"
finds "a launcher on the PATH, as macOS has it" "$root/real"

for place in usr/lib64/jvm/jdk usr/java/jdk usr/local/java/jdk opt/jdk-25 opt/java/25 home/someone/.sdkman/candidates/java/25-tem \
    home/someone/.local/share/mise/installs/java/25 home/someone/.jdks/temurin-25 \
    home/someone/Library/Java/JavaVirtualMachines/t/Contents/Home Library/Java/JavaVirtualMachines/t/Contents/Home \
    opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home; do
    machine
    jdk "$root/$place" 25.0.1
    finds "in /$place" "$root/$place"
done

machine
jdk "$root/usr/lib/jvm/temurin-25" 25.0.1
rm "$root/usr/lib/jvm/temurin-25/release"
finds "a JDK without a release file" "$root/usr/lib/jvm/temurin-25"
fails_with_one_sentence "mvnw without Maven" "found no mvn: install it" maven_here

printf '#!/bin/sh\necho "Apache Maven 3.6.3 (abc)"\n' >"$root/bin/mvn"
chmod +x "$root/bin/mvn"
fails_with_one_sentence "mvnw with an old Maven" "mvn is 3.6.3" maven_here
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "Apache Maven 3.8.7 (abc)"\n[ "$1" != -v ] || echo "Java home: $JAVA_HOME"\n' >"$root/bin/mvn"
check "mvnw runs Maven on the JDK it found" "Apache Maven 3.8.7 (abc)
Java home: $root/usr/lib/jvm/temurin-25" "$(maven_here 2>&1)"

[ "$failures" -eq 0 ] || {
    echo "$failures failed"
    exit 1
}
