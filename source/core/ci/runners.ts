/** A command without what only runs it. */
export interface Unwrapped {
	readonly runner: readonly string[];
	/** At least one; the first is the program, its folders taken off where they are an environment's. */
	readonly words: readonly string[];
	/** Folder that the runner changes to; null for none. */
	readonly folder: string | null;
	/** A command in a string, of `bash -c`: to be read as a script. */
	readonly script: string | null;
	readonly environment: readonly (readonly [string, string])[];
}

/** Options that take a value in the next word. */
type Options = ReadonlySet<string>;

const options = (text: string): Options => new Set(text.split(' '));

const uvRun = options(
	'--extra --no-extra --group --no-group --only-group --with --with-editable --with-requirements --env-file --package --python -p --project --directory --index --default-index --index-url -i --extra-index-url --find-links -f --config-file --cache-dir --refresh-package --upgrade-package -P --reinstall-package --resolution --prerelease --exclude-newer --link-mode --config-setting -C --color --index-strategy --keyring-provider -w --from --constraints -c --overrides --torch-backend --no-build-package --no-binary-package --python-platform',
);
const none: Options = new Set();

/** Programs that run the rest of their line; the words after their name that belong to them. */
interface Runner {
	/** Between the name and the rest: `run`. */
	readonly verbs: readonly (readonly string[])[];
	readonly values: Options;
	/** Words after the options that are no part of the rest: the time of `timeout`. */
	readonly skip?: number;
}

const plain = (values: string = '', skip = 0): Runner => ({
	verbs: [[]],
	values: values === '' ? none : options(values),
	skip,
});
const run = (values: string = '', ...verbs: readonly (readonly string[])[]): Runner => ({
	verbs: verbs.length > 0 ? verbs : [['run']],
	values: values === '' ? none : options(values),
});

const runners: Readonly<Record<string, Runner>> = {
	sudo: plain('-u -g --user --group'),
	time: plain('-o -f'),
	exec: plain(),
	command: plain(),
	nohup: plain(),
	builtin: plain(),
	eatmydata: plain(),
	unbuffer: plain(),
	nice: plain('-n'),
	ionice: plain('-c -n'),
	stdbuf: plain(),
	timeout: plain('-s -k --signal --kill-after', 1),
	gtimeout: plain('-s -k --signal --kill-after', 1),
	'xvfb-run': plain('-n -s -e -f --server-args --server-num'),
	xargs: plain('-n -P -I -L -d -a -s --max-args --max-procs --delimiter --arg-file'),
	travis_retry: plain(),
	travis_wait: plain(),
	retry: plain('-n -t -d -r'),
	catchsegv: plain(),
	chronic: plain(),
	ts: plain(),
	dotenv: run('-f'),
	direnv: run('', ['exec', '.']),
	uv: run([...uvRun].join(' '), ['run'], ['tool', 'run']),
	uvx: plain([...uvRun].join(' ')),
	pipx: run('--spec --python --pip-args --index-url'),
	poetry: run('-C --directory -P --project'),
	pdm: run('-p --project -s --site-packages'),
	pipenv: run(),
	rye: run('-p --package --pyproject'),
	pixi: run('-e --environment --manifest-path -p --platform'),
	hatch: run('-e --env -p --project', ['run'], ['env', 'run']),
	conda: run('-n --name -p --prefix --cwd'),
	mamba: run('-n --name -p --prefix'),
	micromamba: run('-n --name -p --prefix'),
	nix: run('-c', ['develop'], ['shell']),
	devbox: run(),
	mise: run('-C', ['exec'], ['x']),
	asdf: run('', ['exec']),
	npx: plain('-p --package'),
	bunx: plain(),
	pnpm: run('', ['exec'], ['dlx']),
	yarn: run('', ['exec'], ['dlx']),
	bundle: run('', ['exec']),
	'codecov-run': plain(),
	op: run(),
	doppler: run(),
	docker: run(),
};

const isPython = (word: string): boolean =>
	/^(?:.*\/)?(?:python|pypy)(?:\d(?:\.\d+)*)?(?:\.exe)?$/.test(word) ||
	/^\$[({]?(?:\w*PY(?:THON)?\w*|python\w*)[)}]?$/.test(word) ||
	word === 'py';

/** A variable, or an expression, and nothing else. */
const isOpen = (word: string): boolean => /^(?:\$\w+|\$\{[^{}]*\}|\$\{\{.*\}\}|\$\(.*\))$/s.test(word);

const plainTools = new Set(
	'ruff mypy pytest black flake8 isort pylint pyright bandit coverage tox nox pre-commit pip-audit'.split(
		' ',
	),
);

/** Folders of programs that an environment has installed. */
const installed =
	/^.*(?:^|\/)(?:\.?v?env[\w.-]*|\.?venv[\w.-]*|\.tox\/[\w.${}-]+|\.nox\/[\w.${}-]+|\.virtualenvs\/[\w.-]+|\.local|usr|usr\/local|__pypackages__\/[\d.]+|node_modules|default|envs\/[\w.-]+)\/(?:bin|Scripts|\.bin)\//;

/** `ruff@latest`, `ruff==0.9`, `ruff.exe`, `.venv/bin/ruff`, `$BIN/ruff`, `/opt/python/bin/ruff`. */
export const programOf = (word: string): string => {
	const bare = word
		.replace(installed, '')
		.replace(/^\$(?:\w+|\{\w+\}|\(\w+\))\/?(?:bin\/|Scripts\/)?(?=[a-z][\w-]*$)/, '')
		.replace(/^\$[^/]*\/(?:.*\/)?(?:bin|Scripts)\/(?=[\w.-]+$)/, '')
		.replace(/^\/(?:[\w.-]+\/)*bin\/(?=[\w.-]+$)/, '')
		.replace(/\.exe$/, '');
	return /^[\w.-]+(?:@[\w.-]+|\[[\w,-]+\]|[=<>~!]=?[\w.]+)+$/.test(bare)
		? (/^[\w.-]+/.exec(bare)?.[0] ?? bare)
		: bare;
};

interface Taken {
	/** How many words belong to the runner. */
	readonly words: number;
	readonly folder: string | null;
	readonly module: boolean;
}

const verbAt = (words: readonly string[], runner: Runner): number | null => {
	for (const verb of runner.verbs) {
		let at = 1;
		// `poetry -C app run`, `hatch -e lint run`
		while (verb.length > 0 && words[at]?.startsWith('-') === true) {
			at += runner.values.has(words[at] ?? '') ? 2 : 1;
		}
		if (verb.every((word, index) => words[at + index] === word)) return at + verb.length;
	}
	return null;
};

const folderOptions = new Set(['--directory', '--project', '-C', '--cwd']);

const taken = (words: readonly string[], runner: Runner): Taken | null => {
	const from = verbAt(words, runner);
	if (from === null) return null;
	let folder: string | null = null;
	const before = words.slice(1, from).findIndex(word => folderOptions.has(word));
	if (before >= 0) folder = words[before + 2] ?? null;
	let at = from;
	let module = false;
	for (let word = words[at]; word !== undefined; word = words[at]) {
		// Options in a variable.
		const open = from > 1 && isOpen(word) && words[at + 1] !== undefined;
		if (!word.startsWith('-') && !open) break;
		at++;
		if (word === '--') break;
		if ((word === '-m' || word === '--module') && words[0] === 'uv') {
			module = true;
			break;
		}
		if (words[0] === 'nix' && (word === '-c' || word === '--command')) break;
		const inline = /^(--\w[\w-]*)=(.*)$/.exec(word);
		if (inline && folderOptions.has(inline[1] ?? '')) folder = inline[2] ?? null;
		if (!runner.values.has(word)) continue;
		if (folderOptions.has(word)) folder = words[at] ?? null;
		at++;
	}
	at += runner.skip ?? 0;
	return { words: at, folder, module };
};

/** Flags of Python without a value, which may stand together: `-Im` is `-I -m`. */
const moduleFlag = /^-[bBdEiIOPqRsSuvx]*m(.*)$/s;

/**
 * How many words of `python -W error -m pytest` stand before the module, and the module where it stands with its
 * flag, as in `-mpytest`; null for another use of Python.
 */
const moduleAt = (
	words: readonly string[],
): { readonly at: number; readonly attached: string | null } | null => {
	for (let at = 1; at < words.length; at++) {
		const word = words[at] ?? '';
		const attached = moduleFlag.exec(word)?.[1];
		if (attached !== undefined) return { at: at + 1, attached: attached === '' ? null : attached };
		if (!word.startsWith('-') || word === '-' || word === '-c') return null;
		if (/^-[XW]$/.test(word)) at++;
	}
	return null;
};

const dockerRun = options(
	'-v --volume -e --env -w --workdir --name --network --net -u --user -p --publish --platform --entrypoint --env-file --mount -h --hostname --add-host --cpus -m --memory --shm-size --label -l --gpus --pull --ulimit --tmpfs --cap-add --security-opt --link --index --profile -f --file --project-name --project-directory',
);

/** What `docker run IMAGE CMD`, `docker exec NAME CMD` and `docker compose run SERVICE CMD` run. */
const inContainer = (
	words: readonly string[],
): { readonly at: number; readonly entry: string | null } | null => {
	let at =
		words[0] === 'docker-compose' || words[0] === 'podman-compose' ? 1 : words[1] === 'compose' ? 2 : 1;
	let entry: string | null = null;
	const skip = (): void => {
		for (let word = words[at]; word?.startsWith('-') === true; word = words[at]) {
			const inline = /^--entrypoint=(.*)$/.exec(word);
			if (inline) entry = inline[1] ?? null;
			if (word === '--entrypoint') entry = words[at + 1] ?? null;
			at += dockerRun.has(word) && !inline ? 2 : 1;
		}
	};
	skip();
	const verb = words[at];
	if (verb !== 'run' && verb !== 'exec') return null;
	at++;
	skip();
	return { at: at + 1, entry };
};

const shells = /^(?:.*\/)?(?:ba|z|k|da)?sh$/;
const nested = 12;

/** Takes off environments, runners, `python -m` and containers, from the outside inwards. */
export const unwrap = (given: readonly string[]): Unwrapped => {
	let words = given;
	let folder: string | null = null;
	let script: string | null = null;
	const runner: string[] = [];
	const environment: (readonly [string, string])[] = [];
	const drop = (count: number): void => {
		runner.push(...words.slice(0, count));
		words = words.slice(count);
	};
	for (let round = 0; round < nested; round++) {
		const first = programOf(words[0] ?? '');
		const assigned = /^([A-Za-z_]\w*)=(?!=)([\s\S]*)$/.exec(words[0] ?? '');
		if (assigned && words.length > 1) {
			environment.push([assigned[1] ?? '', assigned[2] ?? '']);
			drop(1);
			continue;
		}
		if (first === 'env' && words.length > 1) {
			let at = 1;
			while (words[at]?.startsWith('-') === true) at += /^-(?:u|C|S)$/.test(words[at] ?? '') ? 2 : 1;
			drop(at);
			continue;
		}
		const [, second = ''] = words;
		if (isOpen(words[0] ?? '') && (second === '-m' || plainTools.has(second))) {
			drop(second === '-m' ? 2 : 1);
			continue;
		}
		if (isPython(first)) {
			const module = moduleAt(words);
			if (module === null || (module.attached === null && module.at >= words.length)) break;
			drop(module.at);
			if (module.attached !== null) words = [module.attached, ...words];
			continue;
		}
		if (/^(?:docker|podman|docker-compose|podman-compose)$/.test(first)) {
			const inside = inContainer(words);
			if (!inside || (inside.at >= words.length && inside.entry === null)) break;
			const rest = words.slice(inside.at);
			drop(inside.at);
			words = inside.entry === null || inside.entry === '' ? rest : [inside.entry, ...rest];
			continue;
		}
		// `script -e -c "make lint"` runs it in a terminal, and ends as it ends; without `-e` it ends well.
		const inTerminal = first === 'script' && words.some(word => /^-[a-z]*e[a-z]*$|^--return$/.test(word));
		if (shells.test(first) || first === 'eval' || first === 'su' || inTerminal) {
			const at = words.findIndex((word, index) => index > 0 && /^-\w*c$/.test(word));
			const text = first === 'eval' ? words.slice(1).join(' ') : at > 0 ? words[at + 1] : undefined;
			if (text !== undefined) {
				script = text;
				runner.push(first);
			}
			break;
		}
		// `command -v ruff` only looks for it.
		if (first === 'command' && /^-[vV]$/.test(words[1] ?? '')) break;
		const known = Object.hasOwn(runners, first) ? runners[first] : undefined;
		const own = known ? taken(words, known) : null;
		if (!own || own.words >= words.length) break;
		if (own.folder !== null) folder = own.folder;
		drop(own.words);
	}
	const [program = '', ...args] = words;
	return { runner, words: [programOf(program), ...args], folder, script, environment };
};
