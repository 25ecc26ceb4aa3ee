"""The configurations of the playground's projects, as they were committed."""

_HEAD = "version: 2.1\n\n"
WEB = (
    _HEAD
    + """parameters:
  environment:
    type: enum
    enum: [staging, production]
    default: staging
  run-e2e:
    type: boolean
    default: true
  shards:
    type: integer
    default: 2
  note:
    type: string
    default: ""

executors:
  node:
    docker:
      - image: cimg/node:22.11

jobs:
  lint:
    executor: node
    steps: [checkout, {run: npm ci}, {run: npm run lint}]
  unit:
    executor: node
    parallelism: 2
    steps: [checkout, {run: npm ci}, {run: npm test}, {store_test_results: {path: test-results}}]
  build:
    executor: node
    resource_class: large
    steps: [checkout, {run: npm ci}, {run: npm run build}, {store_artifacts: {path: dist}}]
  e2e:
    executor: node
    parallelism: << pipeline.parameters.shards >>
    steps: [checkout, {run: npm ci}, {run: npx playwright test}, {store_artifacts: {path: screenshots}}]
  deploy:
    executor: node
    steps: [checkout, {run: ./deploy.sh production}]

workflows:
  build-test-deploy:
    jobs:
      - lint
      - unit
      - build:
          requires: [lint, unit]
      - e2e:
          requires: [build]
      - hold-for-production:
          type: approval
          requires: [e2e]
          filters: {branches: {only: [main, /release\\/.*/]}}
      - deploy:
          context: [production]
          requires: [hold-for-production]
"""
)
API = (
    _HEAD
    + """parameters:
  migrate:
    type: boolean
    default: false
  image-tag:
    type: string
    default: latest

jobs:
  build-image:
    machine: {image: ubuntu-2404:current}
    steps: [checkout, {run: docker build -t api .}]
  # lint, unit, integration and deploy-staging as in acme/shared-config

workflows:
  image:
    jobs:
      - build-image
      - deploy-staging:
          context: [staging]
          requires: [build-image]
"""
)

#: How both of the app's configurations build it.
_PACKAGED = """  build-number:
    type: integer
    default: 0

jobs:
  package:
    docker: [{image: cimg/android:2026.01}]
    steps: [checkout, {run: ./gradlew bundleRelease}]
"""
MOBILE = (
    _HEAD
    + """parameters:
  platform:
    type: enum
    enum: [android, ios]
    default: android
"""
    + _PACKAGED
    + """
workflows:
  checks:
    jobs:
      - package
"""
)
STORE = (
    _HEAD
    + """parameters:
  track:
    type: enum
    enum: [internal, beta, production]
    default: internal
    description: Where the shop shows it
"""
    + _PACKAGED
    + """
workflows:
  store:
    jobs:
      - package
"""
)
CHOOSE = (
    _HEAD
    + """setup: true

parameters:
  run-all:
    type: boolean
    default: false
    description: All tests, whatever has changed

orbs:
  path-filtering: circleci/path-filtering@1.1.0

workflows:
  choose:
    jobs:
      - path-filtering/filter: {name: changed-paths, config-path: .circleci/test.yml}
"""
)
