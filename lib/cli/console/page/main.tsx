import { render } from 'preact';
import { ConsolePage } from './console-page.tsx';
import { startPage } from './start-page.ts';

startPage();
render(<ConsolePage />, document.body);
