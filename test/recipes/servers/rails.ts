import { fromDebian, type Server } from '../server.ts';

const trap = `Rails.application.config.middleware.use Rack::Cors do
  allow do
    origins(/\\Ahttp:\\/\\/(app|admin)\\.example\\.com:/)
    resource '*', headers: :any, methods: :any, expose: ['X-Total-Count'], credentials: true
  end
end`;

export const rails: Server = {
  id: 'rails',
  recipe: 'rails',
  name: 'Ruby on Rails',
  kind: 'application',
  debian: ['ruby-railties', 'ruby-actionpack', 'ruby-rack-cors', 'puma'],
  trap: { words: '`middleware.use` instead of `insert_before 0`', breaks: 'missing' },
  versions: fromDebian(['Rails', 'ruby-railties'], ['rack-cors', 'ruby-rack-cors']),
  async prepare(place, recipe) {
    await place.write(
      'config/application.rb',
      `require 'rails'
require 'action_controller/railtie'
require 'rack/cors'

class Shop < Rails::Application
  config.root = File.expand_path('..', __dir__)
  config.eager_load = true
  config.secret_key_base = 'secret'
  config.logger = Logger.new(nil)
end
`,
    );
    await place.write('config/initializers/cors.rb', recipe ?? trap);
    await place.write(
      'config/routes.rb',
      `Rails.application.routes.draw do
  get 'api/orders', to: 'orders#index'
  put 'api/orders', to: 'orders#store'
  delete 'api/orders', to: 'orders#store'
  get 'api/fails', to: 'orders#fails'
end
`,
    );
    await place.write(
      'app/controllers/orders_controller.rb',
      `class OrdersController < ActionController::API
  before_action :log_in, only: :store
  def index
    response.set_header('X-Total-Count', '2')
    expires_in 60
    render json: { orders: [1, 2] }
  end

  def store
    render json: { stored: true }
  end

  def fails
    raise 'fails'
  end

  private

  def log_in
    render json: { error: 'log in' }, status: :unauthorized unless request.headers['Authorization']
  end
end
`,
    );
    const rackup = await place.write(
      'config.ru',
      `require_relative 'config/application'
Rails.application.initialize!
run Rails.application
`,
    );
    return {
      command: '/usr/bin/ruby',
      args: ['/usr/bin/puma', '--bind', `tcp://127.0.0.1:${place.port}`, '--threads', '2', rackup],
      cwd: place.folder,
      env: { RAILS_ENV: 'production', RACK_ENV: 'production', BUNDLE_GEMFILE: '' },
    };
  },
};
