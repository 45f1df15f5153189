// What a bare word in a command line is, told by the program that gets it.

const readsPaths =
	/(?:^|[\s;&|"'({[=@-])(?:mypy|dmypy|ruff(?:\s+(?:check|format|--\S+))*|black|flake8|isort|pylint|bandit|(?:based)?pyright|pydocstyle|pycodestyle|pyflakes|autoflake|autopep8|yapf|vulture|radon(?:\s+\w+)?|xenon|interrogate|docformatter|codespell|pyupgrade|ty\s+check|pyrefly(?:\s+check)?|pytest|py\.test|refurb|compileall|cp|mv|ls|find|zip|tar|rsync|grep|rg|wc|cloc|du|chmod|chown|touch|rm|cat|tree|sphinx-apidoc|pybabel\s+extract|semgrep|deptry|flynt|pyre|pytype|djlint|darker|ufmt\s+\w+|usort\s+\w+|fixit\s+\w+|add-trailing-comma|diff)(?=\s)/;

const takesName =
	/(?:^|\s)(?:-p|-m|--package|--packages|--module|--cov|--source|--source-pkgs?|-n|--name|-t|--tag|-k|--import|--known-first-party|--project|--group|--extra|-A|--app|--with|--from|--pkg)[ =]["']?$/;

const namesOnly =
	/^\s*(?:[-@]\s*)?(?:\$\s+)?(?:(?:run|script):\s*)?(?:sudo\s+)?(?:pip[x3]?|uv|uvx|poetry|pdm|conda|mamba|brew|apt(?:-get)?|docker|podman|git|echo|curl|gunicorn|uvicorn|hypercorn|celery|flask|twine|import|from|export|helm|kubectl|printf|python\S*\s+-m\s+(?!compileall|pytest|mypy|ruff|black|flake8|isort|pylint|unittest\s+discover))(?=\s|$)/;

/** Of a bare package name, the command line up to it being given: a folder, a name, or not to be told. */
export const bareInCommand = (before: string): 'path' | 'name' | 'cd' | 'unknown' => {
	const segment = before.slice(
		Math.max(0, ...['&&', ';', '||', ' | '].map(sign => before.lastIndexOf(sign) + 1)),
	);
	if (takesName.test(segment)) return 'name';
	if (/(?:^|[\s&])cd\s+$/.test(segment)) return 'cd';
	if (readsPaths.test(segment)) return 'path';
	if (/^[\s&@-]*["']?$/.test(segment) || namesOnly.test(segment.replace(/^[&;| ]+/, ''))) return 'name';
	return 'unknown';
};

/**
 * The words of the value that a name stands in, itself left out: `SOURCES="orders tests"`, `SOURCES := orders tests`.
 * Null where the line gives no value to a name.
 */
export const assignedWith = (
	line: string,
	column: number,
	length: number,
): { readonly name: string; readonly others: readonly string[] } | null => {
	const match = /^\s*(?:export\s+|set\s+|-\s+)?["']?([A-Za-z_][\w-]*)["']?\s*(?::=|\?=|\+=|=|:)\s*["']?/.exec(
		line,
	);
	if (!match || match[0].length > column) return null;
	const value = `${line.slice(match[0].length, column)} ${line.slice(column + length)}`.replace(
		/["'\s]+$/,
		'',
	);
	return { name: match[1] ?? '', others: value.split(/\s+/).filter(word => word !== '') };
};

/** A variable of such a name holds folders or files. */
export const isNamedForPaths = (name: string): boolean =>
	/(?:^|_|-)(?:src|sources?|dirs?|path|paths|folders?|files|code|targets?|lint|checked)(?:_|-|$)/i.test(name);

/** What shows that a text's commands install the project it stands in. */
export const installsProject = (text: string): boolean =>
	/\bpip3?\s+install\s+(?:[^\n#]*\s)?(?:-e\s*|--editable[ =])?["']?\.(?:["'\s[/]|$)/m.test(text) ||
	/\bpip3?\s+install\s+(?:[^\n#]*\s)?(?:-e|--editable)\b/.test(text) ||
	/\b(?:uv\s+(?:sync|run)|poetry\s+(?:install|run)|pdm\s+(?:install|sync|run)|hatch\s+(?:run|test|env)|flit\s+install|rye\s+sync|setup\.py\s+(?:install|develop|test)|pipenv\s+install\s+-e)\b/.test(
		text,
	) ||
	/\bsession\.install\(\s*(?:[^)]*["'](?:-e|\.)|["']\.)/.test(text) ||
	/^\s*(?:tox|- tox|run: tox)\b|\btox\s+-e\b|-m tox\b/m.test(text);
