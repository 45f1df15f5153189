/** Modules and their stubs. */
export const pythonFiles = ['**/*.{py,pyi}'] as const;

/** CloudFormation, SAM and Serverless Framework. */
export const templateFiles = ['**/*.{yaml,yml,json,template}'] as const;

/** Pipelines, and what their steps lead to: tasks, sessions, scripts. */
export const pipelineFiles = [
	'**/*.{yaml,yml,json,toml,ini,cfg,mk,just,sh,bash,zsh,ksh}',
	'**/{noxfile,tasks}.py',
	'**/*{Makefile,makefile}*',
	'**/*Jenkinsfile*',
	// Scripts without an ending.
	'**/!(*.*)',
] as const;

/** Where pytest looks for its configuration. */
export const pytestFiles = [
	'**/{pyproject,pytest,.pytest}.toml',
	'**/{pytest,.pytest,tox}.ini',
	'**/setup.cfg',
] as const;

/** Every place that may name a version of Python. */
export const pythonPlaceFiles = [
	'**/*.{toml,cfg,ini,yaml,yml,json,template,py,lock}',
	'**/Pipfile',
	'**/.{python-version,python-versions,tool-versions}',
	'**/runtime.txt',
	'**/*{Dockerfile,Containerfile}*',
] as const;
