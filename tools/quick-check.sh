#!/usr/bin/env bash
# What must hold before a change joins main: messages compile, types check, the linter and the formatter are content.
set -eu
cd "$(dirname "$0")/.."
mkdir -p node_modules/.cache
paraglide-js compile --project ./project.inlang --outdir ./src/messages --emit-ts-declarations >/dev/null
svelte-kit sync >/dev/null 2>&1
svelte-check --tsgo-experimental-api --tsconfig tsconfig.json --output human --fail-on-warnings >node_modules/.cache/svelte-check.log 2>&1 || { tail -60 node_modules/.cache/svelte-check.log; exit 1; }
eslint --cache --cache-location node_modules/.cache/eslint src tests tools run.mjs
prettier --check --log-level warn --cache .
node tools/imports.ts
