"""登记: every act that begins a case other than over the counter, by channel and the window's duties."""
