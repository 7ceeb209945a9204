#!/bin/bash
# Shows that the gates hold: seeds a copy of this checkout with one fault at a time and builds it.
#
#   .mvn/gates/seed-faults.sh [NAME]...    all faults, or the named ones; ends with 0 when each build failed as it should
#
# A fault is a function seed_NAME that writes files into the copy with `put` or `edit`, the words that the failing build
# must print, and the build. What was built already is copied along, so that only what changed is built again.
set -euo pipefail

checkout=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/serve
mkdir "$copy"
tar -C "$checkout" --exclude=./.git --exclude=./run --exclude=./target -cf - . | tar -C "$copy" -xf -

api=serve-api/src/main/java/dev/serve/api
bench=serve-bench/src/main/java/dev/serve/bench
seeded=()
wanted=("$@")
failures=0

# put FILE: writes standard input to a new file of the copy.
put() {
    seeded+=("$1")
    mkdir -p "$(dirname "$copy/$1")"
    cat >"$copy/$1"
}

# edit FILE SED-EXPRESSION
edit() {
    seeded+=("$1")
    sed -i.before "$2" "$copy/$1"
    rm "$copy/$1.before"
    ! cmp -s "$copy/$1" "$checkout/$1" || {
        echo "seed-faults: nothing to edit in $1" >&2
        exit 1
    }
}

# Puts the copy back to what the checkout is.
restore() {
    local file
    for file in "${seeded[@]}"; do
        if [ -e "$checkout/$file" ]; then
            cp -p "$checkout/$file" "$copy/$file"
            touch "$copy/$file"
        else
            rm -f "$copy/$file"
            rmdir -p "$(dirname "$copy/$file")" 2>/dev/null || true
        fi
    done
    seeded=()
    find "$copy" -path '*/target/*classes/*' \( -name 'Seeded*.class' -o -name seeded \) -prune -exec rm -rf {} +
}

# fault NAME WORDS MAVEN-ARGUMENT...
fault() {
    local name=$1 words=$2 log=$work/$1.log started=$SECONDS outcome line
    shift 2
    if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then
        return
    fi
    "seed_${name//-/_}"
    # Without "incremental" compilation javac is given only what is newer than its class: the seeded file.
    if (cd "$copy" && ./mvnw -B -ntp -Dmaven.compiler.useIncrementalCompilation=false "$@") >"$log" 2>&1 </dev/null; then
        outcome="NOT SEEN: the build passed"
    elif line=$(grep -m 1 -F -e "$words" "$log"); then
        outcome="ok: ${line:0:150}"
    else
        outcome="FAILED OTHERWISE: expected \"$words\""
        tail -n 40 "$log"
    fi
    [[ $outcome == ok* ]] || failures=$((failures + 1))
    printf '%-22s %3d s  %s\n' "$name" $((SECONDS - started)) "$outcome"
    restore
}

in_api=(-pl :serve-api verify -Dmaven.test.skip=true -Dmaven.javadoc.skip -Dmaven.source.skip)

seed_warning() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

final class Seeded {
    private Seeded() {}

    static Object raw() {
        return new java.util.ArrayList();
    }
}
JAVA
}
fault warning '[rawtypes]' "${in_api[@]}"

seed_error_prone() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

final class Seeded {
    private Seeded() {}

    static boolean same(String text) {
        return text.equals(text);
    }
}
JAVA
}
fault error-prone '[SelfEquals]' "${in_api[@]}"

seed_null() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

final class Seeded {
    private Seeded() {}

    static int length(String text) {
        return text.length();
    }

    static int ofNothing() {
        return length(null);
    }
}
JAVA
}
fault null "passing @Nullable parameter 'null' where @NonNull is required" "${in_api[@]}"

seed_unused_import() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

import java.util.List;

final class Seeded {
    private Seeded() {}
}
JAVA
}
fault unused-import 'Unused import java.util.List' "${in_api[@]}"

seed_printing() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

final class Seeded {
    private Seeded() {}

    static void print() {
        System.out.println("printed");
    }
}
JAVA
}
fault printing 'Printing: log with System.Logger' "${in_api[@]}"

seed_sleep() {
    put serve-api/src/test/java/dev/serve/api/SeededTest.java <<'JAVA'
package dev.serve.api;

import org.junit.jupiter.api.Test;

class SeededTest {
    @Test
    void sleeps() throws InterruptedException {
        Thread.sleep(1);
    }
}
JAVA
}
fault sleep 'A sleep in a test: wait for the event' "${in_api[@]}"

seed_format() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

final class Seeded {
  private Seeded( ) { }
}
JAVA
}
fault format 'had format violations' "${in_api[@]}"

seed_javadoc() {
    put $api/Seeded.java <<'JAVA'
package dev.serve.api;

/** Leads to {@link Nowhere}. */
public final class Seeded {
    private Seeded() {}
}
JAVA
}
fault javadoc 'Seeded.java:[3,20] error: reference not found' "${in_api[@]}"

seed_helidon_socket() {
    # shellcheck disable=SC2016
    edit pom.xml '/<artifactId>helidon-bom<\/artifactId>/{n;s/\${helidon.version}/4.4.0/;}'
}
fault helidon-socket 'helidon-common-socket 4.4.0 loses bytes' -pl :serve-api validate

pool=serve-runtime/serve-pool/src/test/java/dev/serve/pool
in_pool=(-pl :serve-pool -am test -Dtest=SeededTest -Dsurefire.failIfNoSpecifiedTests=false)

seed_warning_in_test() {
    put $pool/SeededTest.java <<'JAVA'
package dev.serve.pool;

import org.junit.jupiter.api.Test;

class SeededTest {
    @Test
    void warns() {
        System.getLogger("seeded").log(System.Logger.Level.WARNING, "nobody expected this");
    }
}
JAVA
}
fault warning-in-test 'logged without @ExpectLog' "${in_pool[@]}"

seed_thread_left() {
    put $pool/SeededTest.java <<'JAVA'
package dev.serve.pool;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SeededTest {
    @Test
    void leavesAThread() {
        Thread.ofVirtual().name("serve-seeded").start(LockSupport::park);
    }
}
JAVA
}
fault thread-left 'threads left behind' "${in_pool[@]}"

seed_stale_page() {
    edit CONFIG.md '1s/$/ of yesterday/'
}
fault stale-page 'CONFIG.md is stale' -pl :serve-config -am test -Dtest=ConfigReferenceTest \
    -Dsurefire.failIfNoSpecifiedTests=false

seed_dead_link() {
    edit README.md 's/(CONTRIBUTING\.md)/(CONTRIBUTE.md)/'
}
fault dead-link 'to CONTRIBUTE.md' -pl :serve-config -am test -Dtest=DocumentationTest -Dsurefire.failIfNoSpecifiedTests=false

arch=(-pl :serve-bench -am test -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false)

seed_package_cycle() {
    put $bench/seeded/one/package-info.java <<'JAVA'
/** Seeded. */
package dev.serve.bench.seeded.one;
JAVA
    put $bench/seeded/one/One.java <<'JAVA'
package dev.serve.bench.seeded.one;

import dev.serve.bench.seeded.two.Two;

/** Knows the other. */
public record One(Two two) {}
JAVA
    put $bench/seeded/two/package-info.java <<'JAVA'
/** Seeded. */
package dev.serve.bench.seeded.two;
JAVA
    put $bench/seeded/two/Two.java <<'JAVA'
package dev.serve.bench.seeded.two;

import dev.serve.bench.seeded.one.One;

/** Knows the other. */
public record Two(One one) {}
JAVA
}
fault package-cycle 'Cycle detected: Slice bench.seeded.one' "${arch[@]}"

seed_direction() {
    put $bench/SeededInBench.java <<'JAVA'
package dev.serve.bench;

/** Known to the package below. */
public final class SeededInBench {
    private SeededInBench() {}
}
JAVA
    # A class of the pool, compiled where it can see what it must not.
    put serve-bench/src/main/java/dev/serve/pool/seeded/Seeded.java <<'JAVA'
package dev.serve.pool.seeded;

/** Looks up. */
public record Seeded(dev.serve.bench.SeededInBench above) {}
JAVA
    put serve-bench/src/main/java/dev/serve/pool/seeded/package-info.java <<'JAVA'
/** Seeded. */
package dev.serve.pool.seeded;
JAVA
}
fault direction 'directions go down to serve-api' "${arch[@]}"

[ "$failures" -eq 0 ] || {
    echo "$failures of the faults did not fail the build as they should"
    exit 1
}
