import { Box, Text, useInput } from 'ink';
import type { Key as InkKey } from 'ink';
import SelectInput from 'ink-select-input';
import { createElement, Fragment, useCallback, useMemo, useSyncExternalStore } from 'react';
import { isScrolling } from '../session/context.ts';
import { noView } from '../session/view.ts';
import { keyName } from './key-names.ts';
import type { Store } from './store.ts';
import { paint } from './theme.ts';
import type { Theme } from './theme.ts';
import { menuLine } from './views/menu.ts';
import type { Menu } from './views/page.ts';

const Row = ({ text }: { readonly text: string }) => <Text wrap="truncate">{text}</Text>;

// A row is its place on the screen: nothing moves, only texts change.
const Rows = ({ rows }: { readonly rows: readonly string[] }) =>
	createElement(Fragment, null, ...rows.map(row => createElement(Row, { text: row })));

const noIndicator = () => null;

interface MenuProps {
	readonly menu: Menu;
	readonly width: number;
	/** Entries there is room for. */
	readonly limit: number;
	readonly theme: Theme;
	readonly store: Store;
}

const MenuRows = ({ menu, width, limit, theme, store }: MenuProps) => {
	const entries = menu.items.map((_, index) => ({ key: String(index), label: String(index), value: index }));
	const Entry = useMemo(
		() =>
			({ label, isSelected = false }: { readonly label: string; readonly isSelected?: boolean }) => (
				<Row text={paint(menuLine(menu.items[Number(label)] ?? [], isSelected, width), theme)} />
			),
		[menu.items, width, theme],
	);
	return (
		<SelectInput
			key={menu.id}
			items={entries}
			initialIndex={menu.highlighted}
			limit={limit}
			indicatorComponent={noIndicator}
			itemComponent={Entry}
			onHighlight={({ value }) => {
				store.dispatch({ type: 'highlighted', index: value });
			}}
			onSelect={({ value }) => {
				store.dispatch({ type: 'chosen', index: value });
			}}
		/>
	);
};

/** The whole tree: one `Text` a row, since Ink's own layout is what costs, and a menu where the frame has one. */
export const Root = ({ store, theme }: { readonly store: Store; readonly theme: Theme }) => {
	const frame = useSyncExternalStore(store.subscribe, store.frame);
	const pressed = useCallback(
		(input: string, key: InkKey) => {
			const name = keyName(input, key);
			if (name === null) return;
			// To draw is what costs: in a burst of keys it is done where a key needs it.
			const { reach, stops, files } = isScrolling(store.session(), name) ? store.frame() : noView;
			store.dispatch({ type: 'pressed', key: name, view: { reach, stops, files } });
		},
		[store],
	);
	useInput(pressed);
	const { rows, menu } = frame;
	const { cols } = store.session().size;
	if (!menu) {
		return (
			<Box flexDirection="column">
				<Rows rows={rows} />
			</Box>
		);
	}
	const limit = Math.min(menu.items.length, rows.length - 1 - menu.from);
	return (
		<Box flexDirection="column">
			<Rows rows={rows.slice(0, menu.from)} />
			<MenuRows menu={menu} width={cols} limit={limit} theme={theme} store={store} />
			<Rows rows={rows.slice(menu.from + limit)} />
		</Box>
	);
};
