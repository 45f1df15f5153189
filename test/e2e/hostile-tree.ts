import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Words that no output may hold: they lie outside the repository. */
export const outsideWord = 'outside-marker-5f3c';

const escape = '\u001b';
const title = `${escape}]0;owned\u0007`;
const clipboard = `${escape}]52;c;b3duZWQ=\u0007`;

const names = [
	`ev${title}il.py`,
	'carriage\rreturn.py',
	'new\nline.py',
	'tab\there.py',
	'c1\u009b31m.py',
	'reorder\u202eyp.exe.py',
	'hidden\u200b.py',
	`folder${escape}[2J/inner.py`,
	`'quote"$(id)\`id\`.py`,
	'-rf.py',
];

const code = [
	'import logging',
	'import pickle',
	'import requests',
	'import yaml',
	`print("a${title}b${clipboard}c${escape}[2J")`,
	`requests.get("http://x/${escape}[31m")  # ${clipboard}`,
	`yaml.load(open("x"))  # ${escape}P1;1|17/ab${escape}\\ \u202e`,
	`pickle.loads(b"${escape}")`,
	`logging.info(f"{1} ${title}")`,
	`import ev${escape}il`,
	'',
].join('\n');

const parsable = code.replace(`import ev${escape}il\n`, '');

const bomb = [
	'AWSTemplateFormatVersion: "2010-09-09"',
	'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
	...Array.from(
		{ length: 12 },
		(_, at) => `a${at + 1}: &a${at + 1} [${Array.from({ length: 10 }, () => `*a${at}`).join(', ')}]`,
	),
	'loop: &loop',
	'  <<: *loop',
	'  again: *loop',
	'Resources:',
	'  "F\\e]0;owned\\a":',
	'    Type: AWS::Serverless::Function',
	'    Properties:',
	'      Runtime: "python3.8\\e[2J"',
	'      Handler: "a.b\\u202e"',
	'      Events: *a12',
	'  Bucket:',
	'    Type: AWS::S3::Bucket',
	'    Properties: {AccessControl: "PublicRead\\e[31m"}',
	'',
].join('\n');

const files: Readonly<Record<string, string | Uint8Array>> = {
	...Object.fromEntries(names.map(name => [`src/${name}`, parsable])),
	'pyproject.toml': [
		'[project]',
		'name = "x\\u001b]0;owned\\u0007"',
		'version = "1"',
		'requires-python = ">=3.8\\u001b[2J"',
		'dependencies = ["requests\\u001b[31m>=2", "yaml\\u202e", "boto3"]',
		'[tool.ruff]',
		'extend = "/etc/passwd"',
		'line-length = 320',
		'[tool.ruff.lint]',
		'select = ["E\\u001b[31m"]',
		'[tool.mypy]',
		'plugins = ["evil\\u001b"]',
		'[tool.pytest.ini_options]',
		'addopts = "-p evil\\u001b[2J"',
		'',
	].join('\n'),
	'broken/pyproject.toml': `[project\nname = "${title}"\n`,
	'ini/setup.cfg': `[tool:pytest\n${title}\n[mypy]\nx\u0000=1\n`,
	'ini/tox.ini': `[pytest]\naddopts = ${title}\n`,
	'requirements.txt': `evil${title}==1.0\n-r /etc/passwd\n-r ../outside/requirements.txt\n-c ../../../../etc/hosts\n`,
	'uv.lock': `version = 1\n[[package]]\nname = "${'x'.repeat(100)}\\u001b"\n`,
	'.npmrc': 'node-options=--require=./evil.cjs\nscript-shell=./evil.sh\n',
	'.python-version': `3.8${title}\n`,
	Dockerfile: `FROM python:3.8${escape}[2J\n`,
	'.github/workflows/ci.yml': `on: push\njobs: {a: {steps: [{run: "pytest\\e]0;x\\a"}]}}\n`,
	'template.yaml': bomb,
	'deep/template.yaml': `AWSTemplateFormatVersion: x\nResources: ${'['.repeat(1500)}${']'.repeat(1500)}\n`,
	'deep/serverless.yml': `${Array.from({ length: 1500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')}\n`,
	'deep/template.json': `{"AWSTemplateFormatVersion":"x","Resources":${'{"a":'.repeat(1500)}1${'}'.repeat(1500)}}`,
	'deep/pyproject.toml': `x = ${'['.repeat(1500)}${']'.repeat(1500)}\n`,
	'src/broken.py': code,
	'src/parentheses.py': `x = ${'('.repeat(1500)}1${')'.repeat(1500)}\n`,
	'src/lists.py': `x = ${'['.repeat(1500)}${']'.repeat(1500)}\n`,
	'src/not.py': `x = ${'not '.repeat(1500)}1\n`,
	'src/calls.py': `x = f${'(1)'.repeat(1500)}\ny = ${'a.'.repeat(1500)}b\n`,
	'src/indents.py': `${Array.from({ length: 120 }, (_, at) => `${' '.repeat(at)}if x:`).join('\n')}\n${' '.repeat(120)}pass\n`,
	'src/strings.py': `x = f"${'{f"'.repeat(200)}${'"}'.repeat(200)}"\n`,
	'src/backslashes.py': `x = 1 ${'\\\n'.repeat(100_000)}+ 1\n`,
	'src/huge.py': `x = "${'y'.repeat(3 << 20)}"\n`,
	'src/one_line.py': `print(1); `.repeat(3000),
	'src/nul.py': 'x = 1\u0000\n',
	'src/bytes.py': Buffer.from([0x78, 0x20, 0x3d, 0x20, 0x22, 0xff, 0xfe, 0x22, 0x0a]),
	'src/surrogate.py': Buffer.from([0x78, 0x20, 0x3d, 0x20, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x0a]),
	'src/escaped.py': 'print("\\ud800")\nlogger.info("\\udfff" % 1)\n',
	'src/coding.py': '# coding: rot13\nprint(1)\n',
	'src/__proto__/constructor.py': parsable,
	'__proto__/pyproject.toml': '[project]\nname = "__proto__"\n[tool.__proto__]\nconstructor = 1\n',
	'app/pyproject.toml': `[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.12"\n`,
	'app/app/loader.py': `import yaml\n\n\ndef load(text):\n    return yaml.load(text)  # ${clipboard}\n`,
	'conftest.py': 'import os\nos.system("touch conftest-ran")\n',
	'sitecustomize.py': 'import os\nos.system("touch site-ran")\n',
};

const write = (root: string, file: string, content: string | Uint8Array): void => {
	mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
	writeFileSync(path.join(root, file), content);
};

/** Fills a folder with all that a repository can hold against whoever reads it; `outside` is a folder beside it. */
export const plantHostileTree = (root: string, outside: string): void => {
	for (const [file, content] of Object.entries(files)) write(root, file, content);
	writeFileSync(Buffer.from(`${root}/src/odd-\xff\xfe.py`, 'latin1'), parsable);
	write(outside, 'secret.py', `print("${outsideWord}")\n`);
	write(outside, 'requirements.txt', `${outsideWord}==1\n`);
	write(outside, 'pyproject.toml', `[project]\nname = "${outsideWord}"\n`);
	symlinkSync(path.join(outside, 'secret.py'), path.join(root, 'src/linked.py'));
	symlinkSync(outside, path.join(root, 'linked'));
	symlinkSync('/etc/passwd', path.join(root, 'src/passwd.py'));
	symlinkSync('/dev/zero', path.join(root, 'src/zero.py'));
	symlinkSync('.', path.join(root, 'around'));
	symlinkSync('loop.py', path.join(root, 'loop.py'));
};

/** What no git can hold, but a folder can: whoever opens it for reading waits for ever. */
export const plantFifo = (root: string, name: string): void => {
	execFileSync('mkfifo', [path.join(root, name)]);
};
