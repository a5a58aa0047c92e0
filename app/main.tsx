import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/tokens.css';
import './ui/base.css';
import './ui/buttons.css';
import './ui/fields.css';
import './ui/floating.css';
import './ui/panels.css';
import { startUp } from './files/start-up.ts';
import { App } from './shell/app.tsx';
import { applyLook, layoutStore } from './shell/layout.ts';

applyLook(layoutStore.getState());
const root = document.getElementById('root');
if (root !== null) {
  void startUp().then(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
