import type { CiCommand } from '../../../core/facts/ci.ts';

/** What a command of pip or its like installs. */
export type Install =
	| { readonly kind: 'project'; readonly program: string }
	/** Tools alone, such as `pip install uv`. */
	| { readonly kind: 'bootstrap'; readonly tools: readonly string[] }
	/** Named packages, beside the project. */
	| { readonly kind: 'packages' }
	/** A wheel that was just built. */
	| { readonly kind: 'wheel' };

const tools = new Set(
	`uv pip pipx setuptools wheel build twine virtualenv pre-commit prek tox tox-uv tox-gh-actions nox hatch poetry pdm
	awscli aws-sam-cli cfn-lint awscli-local localstack checkov codecov coveralls zizmor check-manifest cibuildwheel
	setuptools-scm bump-my-version bumpversion semgrep pip-tools pipenv aws-cdk-local yamllint`.split(/\s+/),
);

/** Options of pip whose next word is a value. */
const withValue = new Set(
	'-c --constraint -t --target -i --index-url --extra-index-url -f --find-links --platform --python-version --implementation --abi --root --prefix --src --log --proxy --retries --timeout --trusted-host --cache-dir --progress-bar --config-settings --only-binary --no-binary --python'.split(
		' ',
	),
);

const nameOf = (requirement: string): string =>
	(/^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? '').toLowerCase().replaceAll('_', '-');

/** What `pip install` and `uv pip install` take. */
export const installOfPip = (args: readonly string[]): Install => {
	const packages: string[] = [];
	let isList = false;
	for (let at = 0; at < args.length; at++) {
		const word = args[at] ?? '';
		if (/^(?:-r|--requirement|-e|--editable)(?:=|$)/.test(word)) isList = true;
		else if (withValue.has(word)) at++;
		else if (!word.startsWith('-')) packages.push(word);
	}
	if (
		!isList &&
		packages.length > 0 &&
		packages.every(name => /\.whl$|^\$?\{?dist\b|(?:^|\/)dist\//.test(name))
	)
		return { kind: 'wheel' };
	if (!isList && packages.length > 0 && packages.every(name => tools.has(nameOf(name))))
		return { kind: 'bootstrap', tools: packages.map(nameOf) };
	const isProject = isList || packages.length === 0 || packages.some(name => /^\.|^\//.test(name));
	return isProject ? { kind: 'project', program: 'pip' } : { kind: 'packages' };
};

/** What a command installs past uv; null where it installs nothing or is uv itself. */
export const installOf = ({ program, args }: Pick<CiCommand, 'program' | 'args'>): Install | null => {
	const [verb, ...rest] = args.filter((word, at) => at > 0 || !word.startsWith('-'));
	switch (program) {
		case 'pip':
		case 'pip3':
			return verb === 'install' ? installOfPip(rest) : null;
		case 'pipenv':
			return verb === 'install' || verb === 'sync' ? { kind: 'project', program } : null;
		case 'poetry':
			return verb === 'install' || verb === 'sync' ? { kind: 'project', program } : null;
		case 'easy_install':
			return { kind: 'project', program };
		default:
			return null;
	}
};
