import { expect, test } from 'vitest';
import { gatesOf } from '../../../source/core/ci.ts';
import { ciOf, commandOf, linesOf, softnessOf } from './support.ts';

test('GitLab: includes, extends, defaults, anchors and references', () => {
	const model = ciOf({
		'.gitlab-ci.yml': `include:
  - local: /ci/*.yml
  - project: group/shared
    file: /lint.yml
default:
  before_script: [uv sync --locked]
.tools: &tools
  - ruff check .
lint:
  extends: .python
  script:
    - *tools
    - !reference [.types, script]
tests:
  script: pytest | tee log
  allow_failure: true
deploy:
  script: sam validate
  when: manual
nightly:
  script: pip-audit
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
`,
		'ci/base.yml':
			'.python:\n  variables: {UV_LOCKED: "1"}\n  before_script:\n    - cd app\n.types:\n  script:\n    - mypy src\n',
	});
	expect(commandOf(model, 'ruff')).toMatchObject({
		path: '.gitlab-ci.yml',
		line: 8,
		column: 5,
		job: 'lint',
		env: { UV_LOCKED: '1' },
	});
	expect(commandOf(model, 'mypy')).toMatchObject({ path: 'ci/base.yml', line: 7 });
	expect(linesOf(model.commands).filter(line => line === 'uv sync --locked')).toHaveLength(3);
	expect(softnessOf(model, 'pytest')).toEqual(['continue-on-error']);
	expect(softnessOf(model, 'sam')).toEqual(['never-runs']);
	expect(softnessOf(model, 'pip-audit')).toEqual(['never-runs']);
	expect(model.outOfSight).toMatchObject([{ kind: 'include', name: 'group/shared: /lint.yml', line: 3 }]);
});

test('CodeBuild: what a change starts comes before releases', () => {
	const spec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - mypy\n';
	const model = ciOf({ 'buildspec-deploy.yml': spec, 'buildspec.yml': spec });
	expect(model.sources.map(({ path }) => path)).toEqual(['buildspec.yml', 'buildspec-deploy.yml']);
});

test('CodeBuild: phases, texts of several lines, folders with a manifest', () => {
	const model = ciOf({
		'app/buildspec.yml': `version: 0.2
phases:
  install:
    commands:
      - pip install -r requirements.txt
  build:
    on-failure: CONTINUE
    commands:
      - pytest
  post_build:
    commands:
      - |
        ruff check
        mypy
      - cfn-lint template.yaml
`,
		'app/requirements.txt': '',
	});
	expect(commandOf(model, 'pip')).toMatchObject({ directory: 'app', line: 5, job: 'install' });
	expect(softnessOf(model, 'pytest')).toEqual(['continue-on-error']);
	expect(softnessOf(model, 'ruff')).toEqual(['errexit-off']);
	expect(commandOf(model, 'mypy')).toMatchObject({ line: 14, softeners: [] });
	expect(softnessOf(model, 'cfn-lint')).toEqual([]);
});

test('CircleCI: commands with parameters, workflows, matrices, orbs', () => {
	const model = ciOf({
		'.circleci/config.yml': `version: 2.1
orbs: {python: circleci/python@2, sec: acme/security@1}
commands:
  check:
    parameters: {tool: {type: string, default: flake8}}
    steps:
      - run: << parameters.tool >> check
jobs:
  lint:
    steps:
      - checkout
      - python/install-packages
      - check: {tool: ruff}
      - run: {name: types, command: mypy, working_directory: app}
  tests:
    parameters: {version: {type: string}}
    steps:
      - run: uv run -p << parameters.version >> pytest
  unused:
    steps: [{run: bandit}]
workflows:
  all:
    jobs:
      - lint
      - sec/scan
      - tests: {matrix: {parameters: {version: ["3.12", "3.13"]}}}
  nightly:
    triggers: [{schedule: {cron: "0 0 * * *"}}]
    jobs: [lint]
`,
	});
	expect(commandOf(model, 'ruff')).toMatchObject({ line: 7, job: 'lint', softeners: [] });
	expect(commandOf(model, 'mypy').directory).toBe('app');
	expect(model.commands.filter(({ program }) => program === 'pytest').map(({ runner }) => runner[3])).toEqual(
		['3.12', '3.13'],
	);
	expect(linesOf(model.commands)).not.toContain('bandit');
	expect(gatesOf(model, 'ruff-check').soft).toMatchObject([{ triggers: ['schedule'] }]);
	expect(model.outOfSight).toMatchObject([{ kind: 'orb', name: 'sec/scan', line: 25 }]);
});

test('Azure: templates, matrices, tasks, and scripts that go on', () => {
	const model = ciOf({
		'azure-pipelines.yml': `trigger: [main]
stages:
  - stage: check
    jobs:
      - job: lint
        strategy:
          matrix: {a: {tool: ruff}, b: {tool: flake8}}
        steps:
          - script: |
              $(tool) check
              mypy
          - template: ci/tests.yml
            parameters: {folder: app}
          - template: shared.yml@other
          - task: Bash@3
            inputs: {targetType: inline, script: bandit -r src}
          - bash: pip-audit
            continueOnError: true
`,
		'ci/tests.yml':
			'parameters:\n  - {name: folder, default: .}\nsteps:\n  - bash: pytest\n    workingDirectory: ${{ parameters.folder }}\n',
	});
	expect(softnessOf(model, 'ruff')).toEqual(['errexit-off']);
	expect(commandOf(model, 'flake8')).toMatchObject({ line: 10, job: 'lint' });
	expect(softnessOf(model, 'mypy')).toEqual([]);
	expect(commandOf(model, 'pytest')).toMatchObject({
		directory: 'app',
		path: 'ci/tests.yml',
		line: 4,
		source: 'azure-pipelines.yml',
	});
	expect(gatesOf(model, 'bandit').gates.length).toBeGreaterThan(0);
	expect(softnessOf(model, 'pip-audit')).toEqual(['continue-on-error']);
	expect(model.outOfSight[0]).toMatchObject({ kind: 'template', name: 'shared.yml@other' });
});

test('Bitbucket: default, pull requests and those started by hand', () => {
	const model = ciOf({
		'bitbucket-pipelines.yml': `definitions:
  steps:
    - step: &lint
        name: lint
        script:
          - pip install ruff
          - ruff check
pipelines:
  default:
    - parallel:
        - step: *lint
  pull-requests:
    '**':
      - step:
          script: [mypy]
  custom:
    scan:
      - step:
          script: [pip-audit]
`,
	});
	expect(commandOf(model, 'ruff')).toMatchObject({ line: 7, triggers: ['push'], softeners: [] });
	expect(commandOf(model, 'mypy').triggers).toEqual(['pull-request']);
	expect(softnessOf(model, 'pip-audit')).toEqual(['trigger']);
});

test('Travis: environments of a matrix and jobs of their own', () => {
	const model = ciOf({
		'.travis.yml': `language: python
python: ["3.12"]
install: pip install tox
script: tox
env:
  - TOXENV=lint
jobs:
  include:
    - env: TOXENV=types
    - name: docs
      script: make docs
`,
		'tox.ini': '[testenv:lint]\ncommands = ruff check\n[testenv:types]\ncommands = mypy\n',
		Makefile: 'docs:\n\tsphinx-build docs out\n',
	});
	expect(linesOf(model.commands)).toEqual(
		expect.arrayContaining(['pip install tox', 'ruff check', 'mypy', 'sphinx-build docs out']),
	);
});

test('Travis: a job behind allow_failures is softened where all of it may fail', () => {
	const model = ciOf({
		'.travis.yml': `language: python
python: ["3.12", "3.13", nightly]
install: skip
script: tox
env:
  - TOXENV=lint
  - TOXENV=types
matrix:
  include:
    - name: docs
      env: TOXENV=docs
      script: make docs
    - name: audit
      env: TOXENV=audit
      python: "3.12"
      script: pip-audit
  allow_failures:
    - python: nightly
    - env: "TOXENV=types"
    - name: docs
    - env: TOXENV=audit
      python: nightly
`,
		'tox.ini': '[testenv:lint]\ncommands = ruff check\n[testenv:types]\ncommands = mypy\n',
		Makefile: 'docs:\n\tsphinx-build docs out\n',
	});
	expect(softnessOf(model, 'ruff')).toEqual([]);
	expect(commandOf(model, 'mypy').softeners).toMatchObject([
		{ kind: 'continue-on-error', path: '.travis.yml', line: 19, text: 'allow_failures' },
	]);
	expect(softnessOf(model, 'sphinx-build')).toEqual(['continue-on-error']);
	expect(softnessOf(model, 'pip-audit')).toEqual([]);
});

test('Jenkins: shell steps, and blocks that catch', () => {
	const model = ciOf({
		Jenkinsfile: `pipeline {
  stages {
    stage('Lint') {
      steps {
        sh 'ruff check .'
        // sh 'flake8'
        catchError(buildResult: 'SUCCESS') {
          sh """
            mypy src
          """
        }
        sh(script: 'pytest', returnStatus: true)
      }
    }
  }
}
`,
	});
	expect(commandOf(model, 'ruff')).toMatchObject({ line: 5, job: 'Lint', softeners: [] });
	expect(commandOf(model, 'mypy')).toMatchObject({
		line: 9,
		softeners: [{ kind: 'continue-on-error', line: 7 }],
	});
	expect(softnessOf(model, 'pytest')).toEqual(['continue-on-error']);
	expect(linesOf(model.commands)).not.toContain('flake8');
});

test('CDK: commands of the steps of a pipeline', () => {
	const model = ciOf({
		'infra/pipeline.py': `from aws_cdk import pipelines

synth = pipelines.ShellStep(
    "Synth",
    install_commands=["pip install uv"],
    commands=[
        "uv run ruff check",
        f"make {target}",
    ],
)
`,
	});
	expect(model.sources).toMatchObject([{ provider: 'cdk-pipelines', path: 'infra/pipeline.py' }]);
	expect(commandOf(model, 'ruff')).toMatchObject({ line: 7, column: 10, job: 'Synth' });
});

test('other systems are named, not read', () => {
	const model = ciOf({ '.buildkite/pipeline.yml': 'steps: []\n' });
	expect(model.sources).toEqual([]);
	expect(gatesOf(model, 'ruff-check').outOfSight).toMatchObject([{ kind: 'system', name: 'Buildkite' }]);
});

test('a repository without pipelines has none', () => {
	expect(
		ciOf({ Makefile: 'lint:\n\truff check\n', 'tox.ini': '[testenv]\ncommands = pytest\n' }),
	).toMatchObject({ sources: [], commands: [], outOfSight: [] });
});
