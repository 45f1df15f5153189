import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { git, makeRepository, put, scratch } from './support.ts';

/** A repository whose `.git`, as a zip or a shared disk may bring it, tries to run something at every turn. */
export interface Hostile {
	readonly root: string;
	/** Names of the programs that ran since the last call. */
	fired(): readonly string[];
}

const hooks = [
	'applypatch-msg',
	'pre-applypatch',
	'post-applypatch',
	'pre-commit',
	'pre-merge-commit',
	'prepare-commit-msg',
	'commit-msg',
	'post-commit',
	'pre-rebase',
	'post-checkout',
	'post-merge',
	'pre-push',
	'reference-transaction',
	'pre-auto-gc',
	'post-rewrite',
	'post-index-change',
	'fsmonitor-watchman',
	'update',
	'pre-receive',
	'post-update',
];

const configOf = (run: string, programs: string, outside: string): string => `
[core]
	fsmonitor = "${run} core.fsmonitor"
	sshCommand = "${run} core.sshCommand"
	pager = "${run} core.pager; cat"
	editor = "${run} core.editor"
	askPass = "${programs}/core.askPass"
	gitProxy = "${programs}/core.gitProxy"
	alternateRefsCommand = "${run} core.alternateRefsCommand"
	excludesFile = ${outside}/exclude
	attributesFile = ${outside}/attributes
	untrackedCache = true
[pager]
	log = "${run} pager.log; cat"
	config = "${run} pager.config; cat"
	branch = "${run} pager.branch; cat"
[diff]
	external = "${run} diff.external"
[diff "evil"]
	textconv = "${run} diff.textconv"
	command = "${run} diff.command"
[filter "evil"]
	clean = "${run} filter.clean"
	smudge = "${run} filter.smudge"
[filter "evilprocess"]
	process = "${run} filter.process"
	required = true
[merge "evil"]
	driver = "${run} merge.driver"
[commit]
	gpgSign = true
[gpg]
	program = "${programs}/gpg.program"
[log]
	showSignature = true
[credential]
	helper = "!${run} credential.helper"
[alias]
	config = "!${run} alias.config"
	version = "!${run} alias.version"
[include]
	path = ${outside}/included
[trailer "x"]
	cmd = "${run} trailer.cmd"
	key = X
[gc]
	auto = 1
	recentObjectsHook = "${run} gc.recentObjectsHook"
[maintenance]
	auto = true
[remote "origin"]
	url = file://${outside}/nowhere.git
	fetch = +refs/heads/*:refs/remotes/origin/*
	uploadpack = "${run} remote.uploadpack;git-upload-pack"
	promisor = true
	partialclonefilter = blob:none
[submodule "s"]
	update = "!${run} submodule.update"
[extensions]
	partialClone = origin
[uploadpack]
	packObjectsHook = "${run} uploadpack.packObjectsHook"
[hook "h"]
	event = pre-commit
	event = post-commit
	event = reference-transaction
	event = post-index-change
	command = "${run} hook.command"
`;

const executable = (file: string, content: string): void => {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, content);
	chmodSync(file, 0o755);
};

export const makeHostile = (): Hostile => {
	const root = makeRepository({
		'src/a.py': 'import os\n',
		'src/b.py': 'x = 1\n',
		'src/f.proc': 'p\n',
		'pyproject.toml': '[project]\nname = "x"\n',
		'.gitattributes': '*.py filter=evil diff=evil merge=evil\n*.proc filter=evilprocess\n',
		'.gitignore': 'ignored/\n',
	});
	const aside = scratch();
	const canary = path.join(aside, 'canary');
	const run = path.join(aside, 'run');
	const programs = path.join(aside, 'programs');
	executable(run, `#!/bin/sh\necho "$1" >>"${canary}"\ncase $1 in filter.*|*.textconv) cat ;; esac\n`);
	for (const name of ['gpg.program', 'core.askPass', 'core.gitProxy']) {
		executable(path.join(programs, name), `#!/bin/sh\necho ${name} >>"${canary}"\n`);
	}
	// A commit that carries a signature, so that showing it would ask gpg.
	const head = git(root, 'rev-parse', 'HEAD');
	const raw = git(root, 'cat-file', 'commit', 'HEAD');
	const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----\n';
	put(
		aside,
		'commit',
		`${raw.replace(/^author/m, `parent ${head}\nauthor`).replace('\n\n', `\n${signature}\n`)}\n`,
	);
	const signed = git(root, 'hash-object', '-t', 'commit', '-w', '--literally', path.join(aside, 'commit'));
	git(root, 'update-ref', 'refs/heads/main', signed);
	for (const hook of hooks)
		executable(path.join(root, '.git/hooks', hook), `#!/bin/sh\n"${run}" hooks.${hook}\n`);
	put(aside, 'included', `[core]\n\tpager = "${run} include.pager; cat"\n[user]\n\tname = Included\n`);
	const config = path.join(root, '.git/config');
	writeFileSync(
		config,
		readFileSync(config, 'utf8').replace('repositoryformatversion = 0', 'repositoryformatversion = 1') +
			configOf(run, programs, aside),
	);
	put(root, 'src/a.py', 'import sys\n');
	put(root, 'new.py', 'new\n');
	put(root, 'ignored/x.py', 'ignored\n');
	for (const planted of ['node_modules/.bin/git', 'git', 'bin/git']) {
		executable(path.join(root, planted), `#!/bin/sh\n"${run}" planted-git\n`);
	}
	rmSync(canary, { force: true });
	return {
		root,
		fired() {
			const names = existsSync(canary)
				? readFileSync(canary, 'utf8')
						.split('\n')
						.filter(name => name !== '')
				: [];
			rmSync(canary, { force: true });
			return [...new Set(names)].toSorted();
		},
	};
};
