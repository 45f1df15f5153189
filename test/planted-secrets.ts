import { fakeSecrets } from './fake-secrets.ts';

/** Kinds that only the name beside them gives away. */
const named: ReadonlySet<string> = new Set(['password', 'hex', 'aws-secret-key']);

interface Place {
	readonly name: string;
	readonly path: string;
	/** What only a name gives away cannot stand there. */
	readonly isNameless?: true;
	write(name: string, secret: string): string;
}

const indented = (text: string, by: string): string => text.replaceAll(/^/gm, by);
/** Between one quote, or three where it has several lines. */
const literal = (quote: string, text: string): string => {
	const quotes = text.includes('\n') ? quote.repeat(3) : quote;
	return quotes + text + quotes;
};

/** How a secret comes to stand in a file. */
const places: readonly Place[] = [
	{
		name: 'assignment',
		path: 'src/app/settings.py',
		write: (name, secret) => `${name} = ${literal('"', secret)}\n`,
	},
	{
		name: 'keyword',
		path: 'src/app/client.py',
		write: (name, secret) => `client = Client(\n    ${name.toLowerCase()}=${literal("'", secret)},\n)\n`,
	},
	{
		name: 'comment',
		path: 'src/app/main.py',
		isNameless: true,
		write: (_, secret) => `${indented(secret, '# ')}\n`,
	},
	{ name: 'env', path: '.env', write: (name, secret) => `${name}=${secret}\n` },
	{
		name: 'yaml',
		path: 'config/app.yaml',
		write: (name, secret) =>
			secret.includes('\n') ? `${name}: |\n${indented(secret, '  ')}\n` : `${name}: ${secret}\n`,
	},
	{
		name: 'toml',
		path: 'config/app.toml',
		write: (name, secret) => `${name.toLowerCase()} = ${literal('"', secret)}\n`,
	},
	{
		name: 'json',
		path: 'config/app.json',
		write: (name, secret) => `${JSON.stringify({ [name]: secret })}\n`,
	},
	{
		name: 'notebook',
		path: 'notebooks/a.ipynb',
		write: (name, secret) =>
			JSON.stringify({ cells: [{ source: [`${name} = "${secret}"\n`, 'print(1)\n'] }] }, null, 1),
	},
	{ name: 'shell', path: 'deploy.sh', write: (name, secret) => `export ${name}="${secret}"\n` },
	{
		name: 'dockerfile',
		path: 'Dockerfile',
		write: (name, secret) => `FROM python:3.13\nENV ${name}=${secret.replaceAll('\n', '\\n')}\n`,
	},
	{
		name: 'document',
		path: 'README.md',
		isNameless: true,
		write: (_, secret) => `Use\n\n\`\`\`\n${secret}\n\`\`\`\n`,
	},
];

/** One secret in one file. */
export interface Planted {
	readonly kind: string;
	readonly place: string;
	readonly path: string;
	readonly text: string;
}

/** Every kind in every place, with as many secrets of each as are asked for. */
export const planted = (times: number): readonly Planted[] =>
	Object.entries(fakeSecrets).flatMap(([kind, make]) =>
		places
			.filter(({ isNameless }) => isNameless !== true || !named.has(kind))
			.flatMap(({ name: place, path, write }) =>
				Array.from({ length: times }, (_, seed) => ({
					kind,
					place,
					path,
					text: write(named.has(kind) ? 'SECRET_KEY' : 'VALUE', make(seed * 13 + 7)),
				})),
			),
	);
